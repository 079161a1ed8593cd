package io.freshet.cli.command;

import io.freshet.contracts.api.ProblemException;
import java.io.IOException;
import java.util.Optional;

/** A question about something that a service may not know. */
@FunctionalInterface
interface Lookup<T> {
    T ask() throws IOException;

    /** The answer; empty if there is no such thing. */
    static <T> Optional<T> find(Lookup<T> lookup) throws IOException {
        try {
            return Optional.of(lookup.ask());
        } catch (ProblemException e) {
            if (e.problem().status() != 404) {
                throw e;
            }
            return Optional.empty();
        }
    }
}
