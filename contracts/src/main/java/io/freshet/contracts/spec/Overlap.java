package io.freshet.contracts.spec;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What becomes of a run that is asked for while another that was asked for is under way in the workflow. */
public enum Overlap {
    /** It starts; what both want runs once for both. */
    @JsonProperty("parallel")
    PARALLEL,
    /** It starts when those before it have finished, whatever came of them. */
    @JsonProperty("sequential")
    SEQUENTIAL,
    /** It starts when those before it have succeeded; after one that has not, nothing starts until a run has succeeded. */
    @JsonProperty("strict-sequential")
    STRICT_SEQUENTIAL,
    /** It does not start. */
    @JsonProperty("first-only")
    FIRST_ONLY,
    /** It starts, and those before it are stopped. */
    @JsonProperty("last-only")
    LAST_ONLY
}
