package io.freshet.scheduler.replay;

import io.freshet.contracts.api.ReplayInfo;
import io.freshet.contracts.api.ReplayRun;
import io.freshet.contracts.event.Event;
import java.util.List;
import java.util.Set;

/**
 * What a step of a replay comes to.
 *
 * @param published under which key
 * @param subjects datasets or workflows that it is about
 * @param runs that it asks for
 * @param next the offset with which the next step begins
 */
public record ReplayStep(
        ReplayInfo.Records records, List<Published> published, Set<String> subjects, List<ReplayRun> runs, long next) {
    /** What is to be written on the log. */
    public record Published(String topic, String key, Event event) {}

    public ReplayStep {
        published = List.copyOf(published);
        subjects = Set.copyOf(subjects);
        runs = List.copyOf(runs);
    }
}
