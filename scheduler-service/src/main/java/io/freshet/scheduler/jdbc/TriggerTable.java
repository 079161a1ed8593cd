package io.freshet.scheduler.jdbc;

import io.freshet.contracts.api.Page;
import io.freshet.contracts.api.TriggerEvent;
import io.freshet.contracts.api.TriggerInfo;
import io.freshet.contracts.event.WorkflowDefinition;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.spec.EventTrigger;
import io.freshet.contracts.upstream.UpstreamEvent;
import io.freshet.language.trigger.EventTriggers;
import io.freshet.scheduler.trigger.TriggerStore;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Event triggers in PostgreSQL. */
@Singleton
final class TriggerTable implements TriggerStore {
    /** After so long no throttle needs to know any more when a run was asked for. */
    private static final Duration LONGEST_THROTTLE = Duration.ofDays(31);

    private final Database database;
    private final TriggerRepository triggers;
    private final TriggerEventRepository taken;
    private final VersionRepository versions;
    private final EventTaking taking;
    private final TriggerHolds holds;
    private final TriggerHoldRepository held;

    TriggerTable(
            Database database,
            TriggerRepository triggers,
            TriggerEventRepository taken,
            VersionRepository versions,
            EventTaking taking,
            TriggerHolds holds,
            TriggerHoldRepository held) {
        this.database = database;
        this.triggers = triggers;
        this.taken = taken;
        this.versions = versions;
        this.taking = taking;
        this.holds = holds;
        this.held = held;
    }

    @Override
    public boolean take(List<UpstreamEvent> events) {
        Set<String> subjects = events.stream()
                .flatMap(event -> EventTriggers.subjects(event).stream())
                .collect(Collectors.toSet());
        return subjects.isEmpty()
                || database.transact(() -> {
                    if (triggers.isAnyUnsent(subjects)) {
                        return false;
                    }
                    taking.take(events, triggers.ofTypes(subjects));
                    return true;
                });
    }

    @Override
    public boolean askNext() {
        return database.transact(holds::askNext);
    }

    @Override
    public Optional<TriggerInfo> trigger(WorkflowRef workflow, String name) {
        return database.transact(
                () -> triggers.findByNamespaceAndWorkflowAndName(workflow.namespace(), workflow.workflow(), name)
                        .map(this::info));
    }

    @Override
    public Page<TriggerInfo> triggers(String namespace, @Nullable String after, int limit) {
        String[] cursor = after == null ? new String[] {"", ""} : after.split("/", 2);
        return database.transact(() -> Pages.of(
                triggers.after(namespace, cursor[0], cursor[cursor.length - 1], limit + 1).stream()
                        .map(this::info)
                        .toList(),
                limit,
                last -> last.workflow().workflow() + "/" + last.trigger()));
    }

    @Override
    public Page<TriggerEvent> events(WorkflowRef workflow, String name, long before, int limit) {
        List<TriggerEventRow> rows = database.transact(
                () -> taken.before(workflow.namespace(), workflow.workflow(), name, before, limit + 1));
        Page<TriggerEventRow> page = Pages.of(rows, limit, last -> Long.toString(last.number()));
        return new Page<>(page.items().stream().map(TriggerEventRow::toEvent).toList(), page.next());
    }

    private Optional<WorkflowDefinition> deployed(WorkflowRef workflow) {
        return versions.deployed(workflow.namespace(), workflow.workflow()).map(VersionRow::definition);
    }

    private TriggerInfo info(TriggerRow row) {
        String filter = deployed(row.ref())
                .flatMap(definition -> EventTriggers.of(definition.spec(), row.name()))
                .map(EventTrigger::filter)
                .orElse(null);
        TriggerEvent last = taken.before(row.namespace(), row.workflow(), row.name(), Long.MAX_VALUE, 1).stream()
                .map(TriggerEventRow::toEvent)
                .findFirst()
                .orElse(null);
        return new TriggerInfo(
                row.ref(),
                row.name(),
                row.type(),
                filter,
                row.fired(),
                row.refused(),
                row.repeated(),
                held.countHeld(row.namespace(), row.workflow(), row.name()),
                held.nextDue(row.namespace(), row.workflow(), row.name()).orElse(null),
                last);
    }

    @Override
    public int forget(Duration kept, int limit) {
        return database.transact(() -> {
            held.deleteOlder(LONGEST_THROTTLE.toSeconds(), limit);
            return taken.deleteOlder(kept.toSeconds(), limit);
        });
    }
}
