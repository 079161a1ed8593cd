package io.freshet.servicekit.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.contracts.api.RunOrder;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RestJsonTest {
    private final ObjectMapper mapper = new RestJson().mapper();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"reason\": \"a\\u0000b\"}",
                "{\"reason\": \"\\ud83d\"}",
                "{\"tasks\": [\"a\\u0000\"]}",
                "{\"where\": {\"site\": \"\\u0000\"}}"
            })
    void text_that_no_database_keeps_is_refused_with_its_field(String body) {
        JsonMappingException refusal =
                assertThrows(JsonMappingException.class, () -> mapper.readValue(body, RunOrder.class));

        assertTrue(refusal.getMessage().contains("U+0000"), refusal::getMessage);
        assertTrue(!refusal.getPath().isEmpty(), refusal::getMessage);
    }

    @Test
    void other_text_comes_as_it_is() throws IOException {
        RunOrder order = mapper.readValue("{\"reason\": \"\\ud83d\\ude00 \u6f22\\n\"}", RunOrder.class);

        assertEquals("\ud83d\ude00 \u6f22\n", order.reason());
    }
}
