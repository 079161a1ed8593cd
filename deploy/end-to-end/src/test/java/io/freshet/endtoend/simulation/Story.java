package io.freshet.endtoend.simulation;

import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.PoolDefined;
import io.freshet.contracts.event.RunRequest;
import io.freshet.contracts.event.WorkflowDefinition;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.partition.Dimension;
import io.freshet.contracts.partition.Layout;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.partition.PartitionSelection;
import io.freshet.contracts.spec.PartitionOrder;
import io.freshet.contracts.spec.RunSettings;
import io.freshet.contracts.spec.TaskSpec;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** What people and upstream systems do. Each act has luck of its own, so that a shorter story begins as the longer one does. */
final class Story {
    private final Plan plan;
    private final Author author;
    private final SimulatedSystem system;
    private final Map<WorkflowRef, WorkflowDefinition> deployed =
            new TreeMap<>(Comparator.comparing(WorkflowRef::toString));
    private int acts;
    private int causes;
    private Random luck;

    Story(Plan plan, SimulatedSystem system) {
        this.plan = plan;
        this.system = system;
        this.luck = plan.luck("author");
        this.author = new Author(luck);
        author.external().forEach((dataset, layout) -> system.files.declare(Author.dataset(dataset), layout));
    }

    List<Draft> drafts() {
        return author.drafts;
    }

    Map<WorkflowRef, WorkflowDefinition> deployed() {
        return deployed;
    }

    /** How much of it has happened. */
    int acts() {
        return acts;
    }

    boolean hasMore() {
        return acts < plan.steps();
    }

    void begin() {
        change();
        author.drafts.forEach(this::deploy);
    }

    void next() {
        acts++;
        luck = plan.luck("act " + acts);
        int dice = luck.nextInt(100);
        if (dice < 45) {
            change();
        } else if (dice < 57) {
            act(Fault.DEPLOYMENTS, this::newCode);
        } else if (dice < 65) {
            act(Fault.DEPLOYMENTS, this::restructure);
        } else if (dice < 78) {
            act(Fault.REQUESTS, this::request);
        } else if (dice < 92) {
            act(Fault.CANCELLATIONS, this::cancel);
        } else {
            act(Fault.RESIZES, this::resize);
        }
    }

    /** The end: what was deleted is there again, and whoever repairs what failed asks for it. */
    void restore() {
        for (DatasetRef dataset : system.files.datasets()) {
            List.copyOf(system.files.contents(dataset).keySet()).forEach(partition -> {
                if (system.files.contents(dataset).get(partition) == null) {
                    system.files.write(dataset, partition, "restored");
                }
            });
        }
    }

    void repair() {
        author.drafts.forEach(draft -> tell(evaluate(draft, List.of(), Map.of(), false)));
    }

    private void act(Fault kind, Runnable act) {
        if (plan.has(kind)) {
            act.run();
        }
    }

    private void change() {
        DatasetRef dataset = pick(system.files.datasets());
        int count = 1 + luck.nextInt(chance(30) ? 6 : 2);
        for (int i = 0; i < count; i++) {
            PartitionKey partition = partition(system.files.layout(dataset));
            boolean delete = plan.has(Fault.DELETIONS) && chance(15);
            if (!delete || system.files.contents(dataset).get(partition) != null) {
                system.files.write(dataset, partition, delete ? null : "content " + luck.nextInt(5));
            }
        }
    }

    private PartitionKey partition(Layout layout) {
        Map<String, String> values = new LinkedHashMap<>();
        for (Dimension dimension : layout.dimensions()) {
            String value = dimension.isTime()
                    ? dimension.project("2026-0%d-0%d".formatted(1 + luck.nextInt(2), 1 + luck.nextInt(3)))
                    : pick(List.of("a", "b", "c"));
            values.put(dimension.name(), value);
        }
        return PartitionKey.of(values);
    }

    private void newCode() {
        Draft draft = pick(author.drafts);
        draft.code(pick(List.copyOf(draft.tasks.keySet())), Integer.toString(luck.nextInt(3)));
        deploy(draft);
    }

    private void restructure() {
        Draft draft = pick(author.drafts);
        String last = List.copyOf(draft.tasks.keySet()).getLast();
        if (chance(40) && draft.tasks.size() > 1) {
            draft.remove(last);
        } else {
            author.addTask(draft);
        }
        deploy(draft);
    }

    private void deploy(Draft draft) {
        draft.store(system.contents);
        WorkflowDefinition definition = draft.publish(system.clock.instant());
        deployed.put(draft.workflow, definition);
        tell(definition);
    }

    private void request() {
        Draft draft = pick(author.drafts);
        List<String> tasks = chance(50) ? List.of() : List.of(pick(List.copyOf(draft.tasks.keySet())));
        Map<String, String> where = chance(60) ? Map.of() : Map.of("date", pick(List.of("2026-01", "2026-02-01")));
        tell(evaluate(draft, tasks, where, chance(40)));
    }

    private RunRequest evaluate(Draft draft, List<String> tasks, Map<String, String> where, boolean force) {
        causes++;
        Cause cause = new Cause("request-" + causes, Cause.Kind.REQUESTED, system.clock.instant(), "requested");
        return new RunRequest.Evaluate(
                draft.workflow,
                cause,
                tasks,
                PartitionSelection.where(where),
                new RunSettings(force, false, Map.of(), pick(List.of(PartitionOrder.values())), null),
                "alice",
                system.clock.instant());
    }

    private void cancel() {
        List<RunRequest.Cancel> possible = system.referee.cancellations(system.clock.instant());
        if (!possible.isEmpty()) {
            tell(pick(possible));
        }
    }

    private void resize() {
        tell(new PoolDefined(
                Author.NAMESPACE,
                chance(70) ? TaskSpec.DEFAULT_POOL : "other",
                1 + luck.nextInt(3),
                system.clock.instant()));
    }

    private void tell(Event event) {
        system.log.append(Route.of(event, system.clock.instant()));
        if (plan.has(Fault.DUPLICATES) && chance(20)) {
            system.log.append(Route.of(event, system.clock.instant()));
        }
    }

    private boolean chance(int percent) {
        return luck.nextInt(100) < percent;
    }

    private <T> T pick(List<T> list) {
        return list.get(luck.nextInt(list.size()));
    }
}
