package io.freshet.planner.domain.run;

import io.freshet.planner.domain.metadata.Counter;
import io.freshet.planner.domain.metadata.QueueName;
import io.freshet.planner.domain.model.InputModel;
import io.freshet.planner.domain.port.InstancePort;
import io.freshet.planner.domain.port.QueuePort;
import io.freshet.planner.domain.state.Continuation;
import io.freshet.planner.domain.state.Continuation.ChangeEdges;
import io.freshet.planner.domain.state.Continuation.Foremost;
import io.freshet.planner.domain.state.Continuation.ForgetInstance;
import io.freshet.planner.domain.state.Continuation.Invalidate;
import io.freshet.planner.domain.state.Continuation.Listing;
import io.freshet.planner.domain.state.Continuation.NotifyReaders;
import io.freshet.planner.domain.state.Continuation.Paged;
import io.freshet.planner.domain.state.DeferredEdgeChange;
import io.freshet.planner.domain.table.DurableQueue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a workflow's decision has left to later steps. Each entry keeps its runs open until it is done. */
public final class DeferredWork {
    private final DurableQueue<Continuation> work;
    private final DurableQueue<Continuation> spread;
    private final DurableQueue<Continuation> removal;
    private final Counter pendingNotifications;
    private final DeferredEdgeChanges edgeChanges;
    private final Runs runs;

    public <P extends QueuePort & InstancePort> DeferredWork(P ports, Runs runs) {
        this.work = ports.queue(ports.continuationRows(), QueueName.WORK);
        this.spread = ports.queue(ports.continuationRows(), QueueName.SPREAD);
        this.removal = ports.queue(ports.continuationRows(), QueueName.REMOVAL);
        this.pendingNotifications = ports.instanceMetadata().pendingNotifications();
        this.edgeChanges = new DeferredEdgeChanges(ports.continuationRows());
        this.runs = runs;
    }

    public boolean isOpen() {
        return !work.isEmpty() || !spread.isEmpty() || isRemoving();
    }

    public boolean isRemoving() {
        return !removal.isEmpty();
    }

    /** Whether what instances there are and what they read is being made anew, so that counts are not what they will be. */
    public boolean isRestructuring() {
        return isRemoving() || work.all().stream().anyMatch(Continuation::isStructural);
    }

    /** Work of the removal of the workflow, which no run waits for. */
    public void addRemoval(Paged paged) {
        removal.add(paged);
    }

    /** Gives up everything but a removal; the rows stay, to be cleared. */
    public void abandon() {
        work.abandon();
        spread.abandon();
    }

    /** The changes of edges that {@link ChangeEdges} makes. */
    public DeferredEdgeChanges edgeChanges() {
        return edgeChanges;
    }

    private void add(DeferredEdgeChange change) {
        // The one that is under way looks itself whether there are more.
        if (edgeChanges.isEmpty() && !(work.first() instanceof ChangeEdges)) {
            work.add(new ChangeEdges(""));
        }
        edgeChanges.add(change).forEach(runs::retain);
    }

    /** A change of an edge that waited has been made. */
    public void made(DeferredEdgeChange change) {
        change.runs().forEach(runs::release);
    }

    public void add(Continuation continuation) {
        if (continuation instanceof DeferredEdgeChange change) {
            add(change);
            return;
        }
        continuation.runs().forEach(runs::retain);
        switch (continuation) {
            case DeferredEdgeChange change -> throw new IllegalStateException("has rows of its own: " + change);
            case Invalidate unsettling -> spread.add(unsettling);
            // After what makes anew who reads what.
            case ForgetInstance forgetting -> work.add(forgetting);
            case Listing listing -> work.add(listing);
            case Foremost foremost -> work.add(foremost);
            case Paged paged -> {
                work.add(paged);
                if (paged instanceof NotifyReaders) {
                    pendingNotifications.add(1);
                }
            }
        }
    }

    /** The next instance to be unsettled, which is no longer on the agenda; null if there is none. */
    @Nullable
    public Invalidate takeUnsettling() {
        if (isRemoving() || !(spread.first() instanceof Invalidate next)) {
            return null;
        }
        spread.removeFirst();
        next.runs().forEach(runs::release);
        return next;
    }

    /** The work that is under way; null if there is none. */
    @Nullable
    public Continuation first() {
        return queue().first();
    }

    public void goOnWith(Continuation rest) {
        DurableQueue<Continuation> queue = queue();
        if (rest instanceof ChangeEdges) {
            queue.removeFirst();
            queue.add(rest);
        } else {
            queue.replaceFirst(rest);
        }
    }

    public void firstIsDone() {
        DurableQueue<Continuation> queue = queue();
        Continuation done = queue.first();
        queue.removeFirst();
        if (done instanceof NotifyReaders) {
            pendingNotifications.add(-1);
        }
        if (done != null) {
            done.runs().forEach(runs::release);
        }
    }

    private DurableQueue<Continuation> queue() {
        return isRemoving() ? removal : work;
    }

    /** The changes of which readers of an input have still to be notified, the oldest first. */
    public List<NotifyReaders> notifications(InputModel input) {
        if (pendingNotifications.get() == 0) {
            return List.of();
        }
        return work.all().stream()
                .filter(NotifyReaders.class::isInstance)
                .map(NotifyReaders.class::cast)
                .filter(next -> next.task().equals(input.task()) && next.input().equals(input.name()))
                .toList();
    }
}
