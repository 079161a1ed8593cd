package io.freshet.testkit.architecture.violating.first;

import io.freshet.testkit.architecture.violating.second.NeedsFirst;

public record NeedsSecond(NeedsFirst second) {}
