package io.freshet.audit.feed;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.contracts.json.EventJson;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FeedFilterTest {
    private static final String RUN = "io.freshet.run.finished.v1";
    private static final String PUBLISHED = "io.freshet.partition.published.v1";
    private static final JsonNode NOTHING = EventJson.mapper().createObjectNode();

    @Test
    void without_a_restriction_everything_is_wanted() {
        assertTrue(filter(null, null, null).wants("of.another", "key without a slash", NOTHING));
    }

    @Test
    void a_run_is_of_its_workflow() {
        assertTrue(filter("prod", "claims", null).wants(RUN, "prod/claims", NOTHING));
        assertFalse(filter("test", "claims", null).wants(RUN, "prod/claims", NOTHING));
        assertFalse(filter(null, "claim", null).wants(RUN, "prod/claims", NOTHING));
        assertFalse(filter(null, null, "claims").wants(RUN, "prod/claims", NOTHING));
    }

    @Test
    void a_publication_is_of_its_dataset_and_of_the_workflow_that_made_it() throws IOException {
        JsonNode made = EventJson.mapper()
                .readTree("{\"produced\": {\"instance\": \"prod/claims/clean/source=a%2Fb/date=2026-01-05\"}}");

        assertTrue(filter("prod", "claims", "cleaned").wants(PUBLISHED, "prod/cleaned", made));
        assertTrue(filter(null, null, "cleaned").wants(PUBLISHED, "prod/cleaned", NOTHING));
        assertFalse(filter(null, "cleaned", null).wants(PUBLISHED, "prod/cleaned", made));
        assertFalse(filter(null, "claims", null).wants(PUBLISHED, "prod/cleaned", NOTHING), "nobody made it");
        assertFalse(filter(null, null, "daily").wants(PUBLISHED, "prod/cleaned", made));
    }

    @Test
    void of_several_types_one_is_enough() {
        FeedFilter filter = new FeedFilter(Set.of(RUN, PUBLISHED), null, null, null);

        assertTrue(filter.wants(RUN, "prod/claims", NOTHING));
        assertFalse(filter.wants("io.freshet.attempt.finished.v1", "prod/claims", NOTHING));
    }

    private static FeedFilter filter(@Nullable String namespace, @Nullable String workflow, @Nullable String dataset) {
        return new FeedFilter(Set.of(), namespace, workflow, dataset);
    }
}
