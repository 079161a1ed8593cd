package io.freshet.scheduler.replay;

import io.freshet.contracts.api.ReplayInfo;
import io.freshet.contracts.api.ReplayRun;
import io.freshet.contracts.event.Event;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.upstream.UpstreamEvent;
import java.util.List;
import java.util.Set;

/**
 * What a step of a replay comes to.
 *
 * @param published under which key
 * @param subjects datasets or workflows that it is about
 * @param runs that it asks for
 * @param upstream events of upstream systems that are heard again
 * @param next the offset with which the next step begins
 */
public record ReplayStep(
        ReplayInfo.Records records,
        List<Published> published,
        Set<String> subjects,
        List<ReplayRun> runs,
        Upstream upstream,
        long next) {
    /**
     * Events of upstream systems that are heard again.
     *
     * @param looked the watcher is to look again at what they announce
     * @param heard by triggers
     * @param workflows only by triggers of these; empty: of all
     */
    public record Upstream(List<UpstreamEvent> looked, List<UpstreamEvent> heard, Set<WorkflowRef> workflows) {
        static final Upstream NONE = new Upstream(List.of(), List.of(), Set.of());

        public Upstream {
            looked = List.copyOf(looked);
            heard = List.copyOf(heard);
            workflows = Set.copyOf(workflows);
        }
    }

    /** A step that is about nothing of upstream systems. */
    ReplayStep(
            ReplayInfo.Records records,
            List<Published> published,
            Set<String> subjects,
            List<ReplayRun> runs,
            long next) {
        this(records, published, subjects, runs, Upstream.NONE, next);
    }

    /** What is to be written on the log. */
    public record Published(String topic, String key, Event event) {}

    public ReplayStep {
        published = List.copyOf(published);
        subjects = Set.copyOf(subjects);
        runs = List.copyOf(runs);
    }
}
