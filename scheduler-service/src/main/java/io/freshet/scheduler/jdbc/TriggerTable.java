package io.freshet.scheduler.jdbc;

import io.freshet.contracts.api.Page;
import io.freshet.contracts.api.TriggerEvent;
import io.freshet.contracts.api.TriggerInfo;
import io.freshet.contracts.event.WorkflowDefinition;
import io.freshet.contracts.id.DerivedId;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.spec.EventTriggerSpec;
import io.freshet.contracts.text.ShortText;
import io.freshet.contracts.topic.Topics;
import io.freshet.contracts.upstream.UpstreamEvent;
import io.freshet.language.trigger.EventTriggers;
import io.freshet.scheduler.trigger.TriggerStore;
import io.freshet.scheduler.trigger.TriggeredRuns;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Event triggers in PostgreSQL. */
@Singleton
final class TriggerTable implements TriggerStore {
    private static final int MAX_PROBLEM = 1_000;

    private final Database database;
    private final TriggerRepository triggers;
    private final TriggerEventRepository taken;
    private final VersionRepository versions;
    private final ScheduleRepository clock;
    private final OutboxWriter outbox;

    TriggerTable(
            Database database,
            TriggerRepository triggers,
            TriggerEventRepository taken,
            VersionRepository versions,
            ScheduleRepository clock,
            OutboxWriter outbox) {
        this.database = database;
        this.triggers = triggers;
        this.taken = taken;
        this.versions = versions;
        this.clock = clock;
        this.outbox = outbox;
    }

    @Override
    public boolean take(List<UpstreamEvent> events) {
        Set<String> types = events.stream().map(UpstreamEvent::type).collect(Collectors.toSet());
        return types.isEmpty()
                || database.transact(() -> {
                    if (triggers.isAnyUnsent(types)) {
                        return false;
                    }
                    List<TriggerRow> meant = triggers.ofTypes(types);
                    Map<WorkflowRef, Optional<WorkflowDefinition>> deployed = new HashMap<>();
                    Instant now = clock.now();
                    for (UpstreamEvent event : events) {
                        for (TriggerRow row : meant) {
                            if (row.type().equals(event.type())) {
                                deployed.computeIfAbsent(row.ref(), this::deployed)
                                        .ifPresent(definition -> take(row, definition, event, now));
                            }
                        }
                    }
                    return true;
                });
    }

    private Optional<WorkflowDefinition> deployed(WorkflowRef workflow) {
        return versions.deployed(workflow.namespace(), workflow.workflow()).map(VersionRow::definition);
    }

    private void take(TriggerRow row, WorkflowDefinition definition, UpstreamEvent event, Instant now) {
        EventTriggerSpec trigger = trigger(definition, row.name()).orElse(null);
        if (trigger == null) {
            return;
        }
        switch (TriggeredRuns.of(row.ref(), definition.spec(), trigger, event, now)) {
            case TriggeredRuns.Outcome.Nothing() -> {
                // Another trigger may mean it.
            }
            case TriggeredRuns.Outcome.Asks(var request) -> {
                String run = DerivedId.run(row.ref(), request.cause().id());
                if (isNew(row, event, run, null)) {
                    outbox.append(Topics.RUN_REQUESTS, row.ref().toString(), request);
                    triggers.count(row.namespace(), row.workflow(), row.name(), 1, 0);
                }
            }
            case TriggeredRuns.Outcome.Refused(String reason) -> {
                if (isNew(row, event, null, ShortText.of(reason, MAX_PROBLEM))) {
                    triggers.count(row.namespace(), row.workflow(), row.name(), 0, 1);
                }
            }
        }
    }

    private boolean isNew(TriggerRow row, UpstreamEvent event, @Nullable String run, @Nullable String problem) {
        return taken.insertIfAbsent(
                        row.namespace(),
                        row.workflow(),
                        row.name(),
                        event.key(),
                        event.source(),
                        event.id(),
                        run,
                        problem)
                == 1;
    }

    private static Optional<EventTriggerSpec> trigger(WorkflowDefinition definition, String name) {
        return EventTriggers.of(definition.spec()).stream()
                .filter(trigger -> trigger.name().equals(name))
                .findFirst();
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

    private TriggerInfo info(TriggerRow row) {
        String filter = deployed(row.ref())
                .flatMap(definition -> trigger(definition, row.name()))
                .map(EventTriggerSpec::filter)
                .orElse(null);
        TriggerEvent last = taken.before(row.namespace(), row.workflow(), row.name(), Long.MAX_VALUE, 1).stream()
                .map(TriggerEventRow::toEvent)
                .findFirst()
                .orElse(null);
        return new TriggerInfo(row.ref(), row.name(), row.type(), filter, row.fired(), row.refused(), last);
    }

    @Override
    public int forget(Duration kept, int limit) {
        return database.transact(() -> taken.deleteOlder(kept.toSeconds(), limit));
    }
}
