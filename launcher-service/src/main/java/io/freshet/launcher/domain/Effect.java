package io.freshet.launcher.domain;

import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.LaunchCommand.LaunchAttempt;
import io.freshet.contracts.event.TaskEvent.AttemptStarted;
import io.freshet.contracts.event.TaskEvent.StateChanged;
import java.time.Duration;

/** What is to be done for an attempt. Each may be carried out again after a crash. */
public sealed interface Effect {
    /** Look what became of it, and watch on if it runs. */
    record Resume(LaunchAttempt launch) implements Effect {}

    /** Answer it from an earlier result, or build its view and start it. */
    record Begin(LaunchAttempt launch) implements Effect {}

    record PublishStarted(AttemptStarted event) implements Effect {}

    /** Report what keeps it from starting. */
    record PublishDelayed(StateChanged event) implements Effect {}

    /** Say so when this time has passed; a negative one has. */
    record ArmTimeout(Duration left) implements Effect {}

    /** Write down why it is ended, so that a later launcher knows. */
    record RecordStop(StopCause cause) implements Effect {}

    /** End its process or pod: first kindly, then not. */
    record Stop() implements Effect {}

    /** Take over what it wrote. */
    record Stage(LaunchAttempt launch) implements Effect {}

    /** Send the rest of its log. */
    record EndLog() implements Effect {}

    /** Write down how it ended, before it is reported. */
    record RecordFinish(AttemptFinished finish) implements Effect {}

    record SendFinish(AttemptFinished finish) implements Effect {}

    /** Write down that the report was delivered. */
    record RecordReported() implements Effect {}

    /** Remove what only the running attempt needed. */
    record Discard() implements Effect {}

    /** Let go of what is kept of its process or pod, now that its end has been reported. */
    record Release() implements Effect {}

    /** Take it off the list of attempts that a restart looks at. */
    record Forget() implements Effect {}
}
