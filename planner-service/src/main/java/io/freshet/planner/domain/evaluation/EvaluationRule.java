package io.freshet.planner.domain.evaluation;

/** One thing that may decide what becomes of an instance. The rules are asked in a fixed order, until one has decided. */
@FunctionalInterface
public interface EvaluationRule {
    /** Decides about the instance, if it is the rule's to decide; false if it is not. */
    boolean decides(Candidate candidate);
}
