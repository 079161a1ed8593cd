package io.freshet.scheduler;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.freshet.contracts.api.Problem;
import io.freshet.contracts.api.ProblemException;

/** What a service refuses. */
final class Refusal {
    private Refusal() {}

    interface Call {
        void make() throws Exception;
    }

    static Problem of(Call call) {
        return assertThrows(ProblemException.class, call::make).problem();
    }
}
