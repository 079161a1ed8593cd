package io.freshet.scheduler.topology;

import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.LaunchCommand;
import io.freshet.contracts.event.TaskEvent;
import io.freshet.contracts.streams.Alarm;
import io.freshet.contracts.streams.CommitGate;
import io.freshet.scheduler.domain.Admission;
import io.freshet.scheduler.domain.AdmissionInput;
import io.freshet.scheduler.domain.AdmissionTables;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Hands what arrives to {@link Admission} and what it decides on, and wakes it when something is due. One thread.
 */
final class AdmissionProcessor implements Processor<String, AdmissionInput, String, Event> {
    private final int defaultSlots;
    private final boolean sharesSlots;
    private @Nullable Running running;

    AdmissionProcessor(int defaultSlots, boolean sharesSlots) {
        this.defaultSlots = defaultSlots;
        this.sharesSlots = sharesSlots;
    }

    @Override
    public void init(ProcessorContext<String, Event> context) {
        AdmissionTables tables = new AdmissionTables(
                new StoreTable<>(context.getStateStore(AdmissionSupplier.QUEUED)),
                new StoreTable<>(context.getStateStore(AdmissionSupplier.LAUNCHED)),
                new StoreTable<>(context.getStateStore(AdmissionSupplier.TURNS)),
                new StoreTable<>(context.getStateStore(AdmissionSupplier.POOLS)));
        running = new Running(context, Admission.restored(tables, defaultSlots, sharesSlots));
        running.sleep();
    }

    @Override
    public void process(Record<String, AdmissionInput> record) {
        if (running == null) {
            throw new IllegalStateException("a record before init");
        }
        running.take(record.value(), Instant.ofEpochMilli(record.timestamp()));
    }

    /** From init to close. */
    private static final class Running {
        private final ProcessorContext<String, Event> context;
        private final Admission admission;
        private final CommitGate commits;
        private final Alarm alarm;

        Running(ProcessorContext<String, Event> context, Admission admission) {
            this.context = context;
            this.admission = admission;
            this.commits = new CommitGate(context);
            this.alarm = new Alarm(context, this::wake);
        }

        void take(AdmissionInput input, Instant written) {
            Instant now = now();
            emit(admission.apply(input, now), now, written);
            sleep();
        }

        private void wake() {
            Instant now = now();
            emit(admission.proceed(now), now, now);
            sleep();
        }

        /** Sets the alarm to when admission is due. */
        private void sleep() {
            alarm.set(admission.nextDue().orElse(null));
        }

        private void emit(List<Event> events, Instant now, Instant cause) {
            for (Event event : events) {
                context.forward(new Record<>(key(event), event, now.toEpochMilli()));
            }
            if (!events.isEmpty()) {
                commits.emitted(cause);
            }
        }

        private Instant now() {
            return Instant.ofEpochMilli(context.currentSystemTimeMs());
        }

        private static String key(Event event) {
            return event instanceof TaskEvent told
                    ? told.workflow().toString()
                    : ((LaunchCommand) event).instance().toString();
        }
    }
}
