package io.freshet.language.read;

import static io.freshet.language.grammar.ValueTypes.duration;

import io.freshet.contracts.spec.PaceSpec;
import io.freshet.language.grammar.Key;
import io.freshet.language.grammar.MappingReader;
import io.freshet.language.grammar.ValueType;
import java.time.Duration;

/** The keys that say how changes or events are gathered, of whatever mapping has them. */
record PaceKeys(Key<Duration> debounce, Key<Duration> throttle, Key<Integer> batch) {
    static final ValueType<Duration> DURATION = duration(Duration.ofMillis(1), Duration.ofDays(31));

    PaceSpec read(MappingReader fields) {
        return new PaceSpec(fields.orNull(debounce), fields.orNull(throttle), fields.orNull(batch));
    }
}
