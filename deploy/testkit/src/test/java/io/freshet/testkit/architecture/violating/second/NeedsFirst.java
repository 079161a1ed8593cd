package io.freshet.testkit.architecture.violating.second;

import io.freshet.testkit.architecture.violating.first.NeedsSecond;

public record NeedsFirst(NeedsSecond first) {}
