package io.freshet.audit.history;

import io.freshet.audit.alert.Occurrence;

/** Something that people may be alerted of: there until somebody has asked the rules of its workflow about it. */
public record OccurrenceRow(Occurrence occurrence) implements Row.Once {
    @Override
    public String key() {
        return occurrence.id();
    }
}
