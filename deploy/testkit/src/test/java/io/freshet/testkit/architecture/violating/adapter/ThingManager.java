package io.freshet.testkit.architecture.violating.adapter;

class ThingManager {}
