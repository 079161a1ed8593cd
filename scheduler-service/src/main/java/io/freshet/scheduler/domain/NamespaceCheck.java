package io.freshet.scheduler.domain;

import io.freshet.contracts.spec.DatasetSpec;
import io.freshet.contracts.spec.TaskSpec;
import io.freshet.contracts.spec.WorkflowSpec;
import io.freshet.language.ParseResult;
import io.freshet.language.grammar.SourceMap;
import io.freshet.language.grammar.SpecError;
import io.freshet.language.grammar.SpecErrorCode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Whether a workflow fits beside the others that are deployed in its namespace. Datasets belong to the namespace: a dataset has one
 * producer, one directory and one layout, whoever names it, no directory lies inside another's, and none is made of itself.
 */
public final class NamespaceCheck {
    private final WorkflowSpec candidate;
    private final SourceMap source;
    private final List<SpecError> errors = new ArrayList<>();

    private NamespaceCheck(ParseResult.Parsed candidate) {
        this.candidate = candidate.spec();
        this.source = candidate.source();
    }

    /**
     * All errors, sorted by position.
     *
     * @param others the other workflows; one of the candidate's name is what it replaces and does not count
     */
    public static List<SpecError> of(ParseResult.Parsed candidate, Collection<WorkflowSpec> others) {
        NamespaceCheck check = new NamespaceCheck(candidate);
        List<WorkflowSpec> beside = others.stream()
                .filter(other -> !other.name().equals(candidate.spec().name()))
                .toList();
        beside.forEach(check::compare);
        NamespaceCycle.of(candidate.spec(), beside).ifPresent(check::refuse);
        return check.errors.stream().sorted().toList();
    }

    private void compare(WorkflowSpec other) {
        for (DatasetSpec mine : candidate.datasets().values()) {
            for (DatasetSpec theirs : other.datasets().values()) {
                if (mine.name().equals(theirs.name())) {
                    compareSame(mine, theirs, other);
                } else if (overlaps(mine.path(), theirs.path())) {
                    report(
                            "spec.datasets.%s.path".formatted(mine.name()),
                            SpecErrorCode.PATH_OVERLAP,
                            "'%s' overlaps '%s' of dataset '%s', which workflow '%s' declares"
                                    .formatted(mine.path(), theirs.path(), theirs.name(), other.name()),
                            "give each dataset a directory of its own, or use the dataset's name if it is meant");
                }
            }
        }
    }

    private void compareSame(DatasetSpec mine, DatasetSpec theirs, WorkflowSpec other) {
        Optional<TaskSpec> producer = candidate.producer(mine.name());
        if (producer.isPresent() && other.producer(mine.name()).isPresent()) {
            report(
                    "spec.tasks.%s.outputs.%s".formatted(producer.get().name(), mine.name()),
                    SpecErrorCode.TWO_PRODUCERS,
                    "dataset '%s' is written by workflow '%s' already".formatted(mine.name(), other.name()),
                    "write a dataset of another name, or take it out of workflow '%s' first".formatted(other.name()));
        }
        if (!mine.path().equals(theirs.path())) {
            differs(mine, "path", mine.path(), theirs.path(), other);
        }
        if (!mine.layout().equals(theirs.layout())) {
            differs(mine, "layout", mine.layout().toString(), theirs.layout().toString(), other);
        }
    }

    private void refuse(NamespaceCycle cycle) {
        report(
                "spec.tasks.%s.inputs.%s".formatted(cycle.task(), cycle.input()),
                SpecErrorCode.CYCLE,
                "workflows depend on each other in a circle, so they would run for ever: " + cycle.path(),
                "take one of these inputs away, or do in one workflow what must be done in turn");
    }

    private void differs(DatasetSpec dataset, String what, String mine, String theirs, WorkflowSpec other) {
        report(
                "spec.datasets.%s.%s".formatted(dataset.name(), what),
                SpecErrorCode.DATASET_DIFFERS,
                "%s '%s' of dataset '%s' is '%s' in workflow '%s'"
                        .formatted(what, mine, dataset.name(), theirs, other.name()),
                "declare it alike, or give the dataset another name");
    }

    private void report(String path, SpecErrorCode code, String message, String hint) {
        errors.add(source.error(path, code, message, hint));
    }

    private static boolean overlaps(String one, String other) {
        return (one + "/").startsWith(other + "/") || (other + "/").startsWith(one + "/");
    }
}
