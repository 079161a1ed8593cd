package io.freshet.contracts.spec;

import com.fasterxml.jackson.annotation.JsonCreator;

/**
 * That one process or pod works through several instances of a task.
 *
 * @param max how many at most; 1 to 1000
 */
public record BatchSpec(int max) {
    /** As earlier versions wrote it: the bare number. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static BatchSpec of(int max) {
        return new BatchSpec(max);
    }

    @JsonCreator(mode = JsonCreator.Mode.PROPERTIES)
    public BatchSpec {}
}
