package io.freshet.testkit.architecture.keeping.config;

import java.time.Clock;
import java.util.UUID;

record MakesClock(Clock clock, String home, UUID id) {
    static MakesClock of() {
        return new MakesClock(Clock.systemUTC(), System.getenv("HOME"), UUID.randomUUID());
    }
}
