package io.freshet.testkit.architecture.violating.domain;

import java.time.Instant;

class ReadsClock {
    Instant when() {
        return Instant.now();
    }
}
