package io.freshet.contracts.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.contracts.spec.ResourceSpec;
import io.freshet.contracts.spec.RunSpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequiredComponentsTest {
    private static final String USUAL = "{\"command\":[\"true\"]}";
    private final ObjectMapper json = EventJson.mapper();

    @Test
    void what_is_usual_is_not_written_and_read_where_it_is_absent() throws Exception {
        RunSpec run = new RunSpec(null, List.of("true"), List.of(), Map.of(), ResourceSpec.DEFAULT);

        assertEquals(USUAL, json.writeValueAsString(run));
        assertEquals(run, json.readValue(USUAL, RunSpec.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"command\":[\"true\"],\"resources\":{}}", "{\"command\":[\"true\"],\"resources\":null}"})
    void what_is_usual_may_be_written(String text) throws Exception {
        assertEquals(ResourceSpec.DEFAULT, json.readValue(text, RunSpec.class).resources());
    }

    @Test
    void what_is_unusual_is_written() throws Exception {
        RunSpec run = new RunSpec(null, List.of("true"), List.of(), Map.of(), new ResourceSpec("1", null));

        String text = json.writeValueAsString(run);

        assertEquals("{\"command\":[\"true\"],\"resources\":{\"cpu\":\"1\"}}", text);
        assertEquals(run, json.readValue(text, RunSpec.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"command\":null}", "{\"command\":[null]}"})
    void what_is_required_is_missed(String text) {
        assertThrows(JsonMappingException.class, () -> json.readValue(text, RunSpec.class));
    }
}
