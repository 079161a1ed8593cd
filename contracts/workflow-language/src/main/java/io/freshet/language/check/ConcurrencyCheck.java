package io.freshet.language.check;

import io.freshet.contracts.partition.Dimension;
import io.freshet.contracts.spec.ConcurrencySpec;
import io.freshet.contracts.spec.TaskSpec;
import io.freshet.contracts.spec.WorkflowSpec;
import io.freshet.contracts.text.Suggestion;
import io.freshet.language.grammar.SpecErrorCode;
import io.freshet.language.grammar.SpecErrors;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** A key under which attempts are counted is made of dimensions that they have. */
public final class ConcurrencyCheck implements SpecCheck {
    @Override
    public void check(WorkflowSpec spec, SpecErrors errors) {
        List<TaskSpec> readable = spec.tasks().values().stream()
                .filter(task -> DimensionCheck.isReadable(spec, task, errors))
                .toList();
        for (TaskSpec task : readable) {
            ConcurrencySpec concurrency = task.concurrency();
            if (concurrency != null) {
                String path = "spec.tasks.%s.concurrency.key".formatted(task.name());
                check(concurrency, path, spec.taskDimensions(task), "task '%s'".formatted(task.name()), errors);
            }
        }
        ConcurrencySpec ofAll = spec.concurrency();
        // A task that could not be read may be the one that has the dimensions.
        if (ofAll != null && readable.size() == spec.tasks().size()) {
            List<List<Dimension>> each =
                    readable.stream().map(spec::taskDimensions).toList();
            List<Dimension> dimensions = each.stream()
                    .filter(ofAll::fits)
                    .findFirst()
                    .orElseGet(
                            () -> each.stream().flatMap(List::stream).distinct().toList());
            check(ofAll, "spec.concurrency.key", dimensions, "any task of this workflow", errors);
            if (each.stream().noneMatch(ofAll::fits) && ofAll.fits(dimensions)) {
                errors.at(
                        "spec.concurrency.key",
                        SpecErrorCode.DIMENSION_MISMATCH,
                        "no task has all dimensions of the key '%s'".formatted(ofAll.key()),
                        "take dimensions that one task has");
            }
        }
    }

    private static void check(
            ConcurrencySpec concurrency,
            String path,
            Collection<Dimension> dimensions,
            String whose,
            SpecErrors errors) {
        if (concurrency.key().hasGlobs() || concurrency.key().dimensions().isEmpty()) {
            errors.at(
                    path,
                    SpecErrorCode.BAD_LAYOUT,
                    "the key '%s' %s"
                            .formatted(
                                    concurrency.key(),
                                    concurrency.key().hasGlobs()
                                            ? "has a glob"
                                            : "has no dimension, so it is the same for all attempts"),
                    "write a dimension, such as \"{source}\"; a limit for all attempts together is maxActive");
            return;
        }
        List<String> names = dimensions.stream().map(Dimension::name).distinct().toList();
        for (Dimension dimension : concurrency.key().dimensions()) {
            Optional<Dimension> own = dimensions.stream()
                    .filter(candidate -> candidate.name().equals(dimension.name()))
                    .findFirst();
            if (own.isEmpty()) {
                errors.at(
                        path,
                        SpecErrorCode.UNKNOWN_DIMENSION,
                        "'%s' is no dimension of %s".formatted(dimension.name(), whose),
                        Suggestion.hint(dimension.name(), names));
            } else if (dimensions.stream().noneMatch(dimension::isDeterminedBy)) {
                errors.at(
                        path,
                        SpecErrorCode.DIMENSION_MISMATCH,
                        "'%s' is written otherwise than the dimension of %s".formatted(dimension.name(), whose),
                        own.get().isTime()
                                ? "write it as a time that is not finer than the dimension, such as {%s:yyyy-MM}"
                                        .formatted(dimension.name())
                                : "write {%s}".formatted(dimension.name()));
            }
        }
    }
}
