package io.freshet.watcher.domain;

import io.freshet.contracts.event.DatasetProblems;
import io.freshet.contracts.event.DatasetProblems.Example;
import io.freshet.contracts.event.DatasetProblems.FileProblem;
import io.freshet.contracts.event.DatasetProblems.Kind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Counts problems by kind and keeps the first examples of each, so that its size is bounded. Not thread-safe. */
public final class ProblemTally {
    private static final class Counted {
        long count;
        final List<Example> examples = new ArrayList<>();
    }

    private final Map<Kind, Counted> counted = new EnumMap<>(Kind.class);

    public void add(Kind kind, String path, String reason) {
        add(kind, path, reason, 1);
    }

    /** Adds several that have one example. */
    public void add(Kind kind, String path, String reason, long count) {
        Counted known = counted.computeIfAbsent(kind, key -> new Counted());
        known.count += count;
        if (known.examples.size() < DatasetProblems.MAX_EXAMPLES) {
            known.examples.add(new Example(path, reason));
        }
    }

    public void addAll(ProblemTally other) {
        other.counted.forEach((kind, more) -> {
            Counted known = counted.computeIfAbsent(kind, key -> new Counted());
            known.count += more.count;
            more.examples.stream()
                    .limit(DatasetProblems.MAX_EXAMPLES - known.examples.size())
                    .forEach(known.examples::add);
        });
    }

    public long count(Kind kind) {
        Counted known = counted.get(kind);
        return known == null ? 0 : known.count;
    }

    /** All kinds that occurred, in a fixed order. */
    public List<FileProblem> problems() {
        return counted.entrySet().stream()
                .map(entry -> new FileProblem(entry.getKey(), entry.getValue().count, entry.getValue().examples))
                .toList();
    }
}
