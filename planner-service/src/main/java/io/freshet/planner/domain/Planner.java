package io.freshet.planner.domain;

import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.PartitionsChanged;
import io.freshet.contracts.event.RunRequest;
import io.freshet.contracts.event.WorkflowDefinition;
import io.freshet.contracts.id.WorkflowRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Decides what must run in the workflows whose rows its tables hold. Each method takes one input, changes the tables and emits what
 * follows, in an order that depends on nothing else. The caller makes a call's writes and events one transaction.
 *
 * <p>Repetition is harmless: a definition of a version that is known, a change to a version that is known, a request with a cause that
 * was dealt with and the end of an attempt that nobody waits for change nothing. Not thread-safe.
 */
public final class Planner {
    /** How many held instances are let go at once; the rest waits for {@link #proceed}. */
    public static final int STEP = 500;

    private final Tables tables;
    private final Consumer<Event> out;
    private final Map<WorkflowRef, WorkflowModel> models = new HashMap<>();

    public Planner(Tables tables, Consumer<Event> out) {
        this.tables = tables;
        this.out = out;
    }

    /**
     * A version was deployed.
     *
     * @return whether more is to be done, see {@link #proceed}
     * @throws UnplannableException if it cannot be planned; nothing was changed
     */
    public boolean define(WorkflowDefinition definition, Instant now) {
        WorkflowModel before = model(definition.workflow());
        if (before != null && before.definition().version() >= definition.version()) {
            return false;
        }
        WorkflowModel model = plannable(definition);
        tables.definitions().put(definition.workflow().toString(), definition);
        models.put(definition.workflow(), model);
        Decision decision = new Decision(model, tables, now, out);
        new Deployment(decision, before).apply();
        return release(decision, STEP);
    }

    /** The workflow was removed; what it made stays. */
    public void remove(WorkflowRef workflow, Instant now) {
        WorkflowModel before = model(workflow);
        if (before == null) {
            return;
        }
        Decision decision = new Decision(before, tables, now, out);
        new Removal(decision, before).workflow();
        decision.end();
        decision.state.clear();
        tables.definitions().delete(workflow.toString());
        models.remove(workflow);
    }

    /**
     * The catalogue tells of changes.
     *
     * @return whether more is to be done, see {@link #proceed}
     */
    public boolean changed(PartitionsChanged changed, Instant now) {
        WorkflowModel model = model(changed.workflow());
        if (model == null) {
            return false;
        }
        List<InputModel> inputs = model.readers(changed.dataset()).stream()
                .filter(input -> input.producer() == null)
                .toList();
        if (inputs.isEmpty()) {
            return false;
        }
        Decision decision = new Decision(model, tables, now, out);
        new Changes(decision, changed.dataset(), inputs).apply(changed);
        return release(decision, STEP);
    }

    /** Somebody asks for something to run, or to stop. */
    public void requested(RunRequest request, Instant now) {
        WorkflowModel model = model(request.workflow());
        if (model != null) {
            Decision decision = new Decision(model, tables, now, out);
            new Requests(decision).apply(request);
            decision.end();
        }
    }

    /** An attempt ended; false if nobody waits for it, so that nothing was changed. */
    public boolean finished(AttemptFinished finished, Instant now) {
        WorkflowModel model = model(finished.instance().workflowRef());
        if (model == null) {
            return false;
        }
        Decision decision = new Decision(model, tables, now, out);
        boolean accepted = Finish.of(decision, finished);
        if (accepted) {
            decision.end();
        }
        return accepted;
    }

    /**
     * Goes on with work that is done in steps.
     *
     * @param limit how many instances this step lets go at the most
     * @return whether there is still more
     */
    public boolean proceed(WorkflowRef workflow, int limit, Instant now) {
        WorkflowModel model = model(workflow);
        return model != null && release(new Decision(model, tables, now, out), limit);
    }

    /** When {@link #due} has something to do next; null: not unless something else happens. */
    public @Nullable Instant nextDue() {
        return tables.timers().next();
    }

    /**
     * Does what is due, the earliest first.
     *
     * @param limit how much at the most; what is left is still due afterwards
     */
    public void due(int limit, Instant now) {
        Map<WorkflowRef, List<Timers.Timer>> due = new LinkedHashMap<>();
        for (Timers.Timer timer : tables.timers().take(now, limit)) {
            due.computeIfAbsent(timer.workflow(), _ -> new ArrayList<>()).add(timer);
        }
        due.forEach((workflow, timers) -> {
            WorkflowModel model = model(workflow);
            if (model != null) {
                Decision decision = new Decision(model, tables, now, out);
                new Lateness(decision).passed(timers);
                decision.end();
            }
        });
    }

    /** The workflows in which work was left over for {@link #proceed}; for a start. */
    public Set<WorkflowRef> unfinished() {
        Set<WorkflowRef> unfinished = new LinkedHashSet<>();
        tables.notes().scan("", (row, _) -> {
            int end = row.indexOf(Keys.SEPARATOR);
            if (Notes.isReleasing(row.substring(end + 1))) {
                unfinished.add(WorkflowRef.parse(row.substring(0, end)));
            }
            return true;
        });
        return unfinished;
    }

    private static boolean release(Decision decision, int limit) {
        decision.propagate();
        boolean more = new Holds(decision).release(limit);
        decision.end();
        return more;
    }

    private static WorkflowModel plannable(WorkflowDefinition definition) {
        try {
            return WorkflowModel.of(definition);
        } catch (IllegalArgumentException e) {
            throw new UnplannableException(e);
        }
    }

    private @Nullable WorkflowModel model(WorkflowRef workflow) {
        WorkflowModel model = models.get(workflow);
        if (model == null) {
            WorkflowDefinition definition = tables.definitions().get(workflow.toString());
            if (definition == null) {
                return null;
            }
            model = WorkflowModel.of(definition);
            models.put(workflow, model);
        }
        return model;
    }
}
