package io.freshet.testkit.architecture.violating.adapter;

import io.freshet.testkit.Golden;

record ImportsTestkit(Golden golden) {}
