package io.freshet.testkit.architecture.violating.adapter;

class TextUtils {}
