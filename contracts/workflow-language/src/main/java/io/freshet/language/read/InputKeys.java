package io.freshet.language.read;

import static io.freshet.language.grammar.ValueTypes.FLAG;
import static io.freshet.language.grammar.ValueTypes.LITERAL;
import static io.freshet.language.grammar.ValueTypes.TEXT;
import static io.freshet.language.grammar.ValueTypes.duration;
import static io.freshet.language.grammar.ValueTypes.integer;
import static io.freshet.language.grammar.ValueTypes.mapOf;
import static io.freshet.language.grammar.ValueTypes.someOf;

import io.freshet.language.grammar.Key;
import io.freshet.language.grammar.Section;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The keys of an input of a task. */
final class InputKeys {
    private static final int MOST_STEPS = 10_000;
    private static final int MOST_PARTITIONS = 1_000_000;

    static final Section INPUT = new Section("`spec.tasks.<name>.inputs.<name>`");
    static final Key<String> DATASET =
            INPUT.key("dataset").takes(TEXT.calledBy("name")).absent("the input's name", "The dataset that it reads.");
    static final Key<Boolean> OPTIONAL =
            INPUT.key("optional").takes(FLAG).orElse(false, "Whether the task also runs when nothing is there.");
    static final Key<Map<String, Integer>> WINDOW = INPUT.key("window")
            .takes(mapOf("dimension", integer(1, MOST_STEPS)))
            .orElse(Map.of(), "none", "How many values up to and including the task's own.");
    static final Key<Map<String, Integer>> OFFSET = INPUT.key("offset")
            .takes(mapOf("dimension", integer(-MOST_STEPS, -1)))
            .orElse(Map.of(), "none", "How many values before the task's own.");
    static final Key<Map<String, List<String>>> EXPECT = INPUT.key("expect")
            .takes(mapOf("dimension", someOf(LITERAL.calledBy("values"))))
            .orElse(Map.of(), "none", "Values that a gather must have.");
    static final Key<Integer> MINIMUM = INPUT.key("minimum")
            .takes(integer(1, MOST_PARTITIONS))
            .absent("none", "How many partitions a gather must have.");
    static final Key<Duration> DEADLINE = INPUT.key("deadline")
            .takes(duration(Duration.ofSeconds(1), Duration.ofDays(366)))
            .absent("never", "After how long a gather goes on without.");
    static final PaceKeys PACE = new PaceKeys(
            INPUT.key("debounce")
                    .takes(PaceKeys.DURATION)
                    .absent("at once", "How long it must not have changed before an instance runs."),
            INPUT.key("throttle")
                    .takes(PaceKeys.DURATION)
                    .absent("none", "How long at least lies between two launches it causes."),
            INPUT.key("batch")
                    .takes(integer(1, MOST_PARTITIONS))
                    .absent("any number", "How many new files of a gather one launch takes up at the most."));

    private InputKeys() {}
}
