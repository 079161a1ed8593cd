package io.freshet.launcher.batch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Gathers attempts that may share a pod, until there are as many as may, or none has come for a while. Not thread-safe; the time is passed in.
 */
public final class BatchAssembler {
    /** How long a batch waits for one more. */
    public static final Duration BETWEEN = Duration.ofMillis(200);

    /** How long its first attempt waits at the most. */
    static final Duration LONGEST = Duration.ofSeconds(2);

    private static final class Group {
        private final List<BatchMember> members = new ArrayList<>();
        private final Instant first;
        private Instant last;

        Group(Instant now) {
            this.first = now;
            this.last = now;
        }

        /** By partition, so that the same attempts make the same batch, in whichever order they came. */
        List<BatchMember> inOrder() {
            return members.stream()
                    .sorted(Comparator.comparing(
                            member -> member.launch().instance().toString()))
                    .toList();
        }

        boolean isDue(Instant now) {
            return !now.isBefore(last.plus(BETWEEN)) || !now.isBefore(first.plus(LONGEST));
        }
    }

    private final Map<BatchKey, Group> groups = new LinkedHashMap<>();

    /** Takes an attempt; returns its batch if it is full now. */
    Optional<List<BatchMember>> add(BatchMember member, Instant now) {
        BatchKey key = BatchKey.of(member);
        Group group = groups.computeIfAbsent(key, _ -> new Group(now));
        group.members.add(member);
        group.last = now;
        if (group.members.size() < key.max()) {
            return Optional.empty();
        }
        groups.remove(key);
        return Optional.of(group.inOrder());
    }

    /** The batches that wait no longer, without which this goes on. */
    List<List<BatchMember>> due(Instant now) {
        List<List<BatchMember>> due = new ArrayList<>();
        for (Iterator<Group> all = groups.values().iterator(); all.hasNext(); ) {
            Group group = all.next();
            if (group.isDue(now)) {
                due.add(group.inOrder());
                all.remove();
            }
        }
        return due;
    }

    /** How many attempts wait. */
    int waiting() {
        return groups.values().stream().mapToInt(group -> group.members.size()).sum();
    }

    /** Takes back an attempt; empty if it does not wait here. */
    Optional<BatchMember> remove(String attempt) {
        for (Group group : groups.values()) {
            for (BatchMember member : group.members) {
                if (member.attempt().equals(attempt)) {
                    group.members.remove(member);
                    groups.values().removeIf(one -> one.members.isEmpty());
                    return Optional.of(member);
                }
            }
        }
        return Optional.empty();
    }
}
