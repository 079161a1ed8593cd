package io.freshet.contracts.workflow;

/** What becomes of a run that is asked for while another that was asked for is under way in the workflow. */
public enum Overlap {
    /** It starts; what both want runs once for both. */
    PARALLEL,
    /** It starts when those before it have finished, whatever came of them. */
    SEQUENTIAL,
    /** It starts when those before it have succeeded; after one that has not, nothing starts until a run has succeeded. */
    STRICT_SEQUENTIAL,
    /** It does not start. */
    FIRST_ONLY,
    /** It starts, and those before it are stopped. */
    LAST_ONLY
}
