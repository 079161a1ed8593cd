package io.freshet.contracts.partition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.data.RelativePath;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LayoutTest {
    @ParameterizedTest
    @CsvSource(delimiterString = " | ", quoteCharacter = '"', textBlock = """
            {source}/{date:yyyy-MM-dd}/*.csv  | north/2026-01-05/claims.csv     | source=north/date=2026-01-05
            {source}/{date:yyyy-MM-dd}/*.csv  | north/2026-01-05/.csv           | source=north/date=2026-01-05
            {source}/{date:yyyy-MM-dd}/*.csv  | north/2026-02-30/claims.csv     | -
            {source}/{date:yyyy-MM-dd}/*.csv  | north/2026-1-5/claims.csv       | -
            {source}/{date:yyyy-MM-dd}/*.csv  | north/2026-01-05/a/claims.csv   | -
            {source}/{date:yyyy-MM-dd}/*.csv  | /2026-01-05/claims.csv          | -
            {date:yyyy-MM-dd}.csv             | 2024-02-29.csv                  | date=2024-02-29
            {date:yyyy-MM-dd}.csv             | 2026-01-05xcsv                  | -
            {date:dd.MM.yyyy}.csv             | 05.01.2026.csv                  | date=2026-01-05
            {hour:yyyyMMddHH}.csv             | 2026010513.csv                  | hour=2026-01-05T13
            {hour:yyyyMMddHH}.csv             | 2026010524.csv                  | -
            {month:yyyy-MM}/**                | 2026-01/a/b/c                   | month=2026-01
            {month:yyyy-MM}/**                | 2026-01                         | -
            {date:yyyy/MM/dd}/x               | 2026/01/05/x                    | date=2026-01-05
            {year:yyyy}{site}.csv             | 2026north.csv                   | year=2026/site=north
            {a}-{b}.csv                       | x-y-z.csv                       | a=x/b=y-z
            {a}{b}.csv                        | xyz.csv                         | a=x/b=yz
            {a}.csv                           | .csv                            | -
            {a}.csv                           | ..csv                           | a=.
            {a}                               | später 🙂                        | a=sp%C3%A4ter %F0%9F%99%82
            ?.csv                             | 🙂.csv                           | ""
            ?.csv                             | ab.csv                          | -
            **                                | a                               | ""
            **                                | a/b/c                           | ""
            a/**/b.csv                        | a/b.csv                         | ""
            a/**/b.csv                        | a/x/b.csv                       | ""
            a/**/b.csv                        | a/x/y/z/b.csv                   | ""
            a/**/b.csv                        | a/xb.csv                        | -
            a/**/b.csv                        | ab.csv                          | -
            **/b.csv                          | b.csv                           | ""
            **/b.csv                          | x/y/b.csv                       | ""
            **/b.csv                          | xb.csv                          | -
            **/{a}/**/{b}.csv                 | p/q/r.csv                       | a=q/b=r
            **/{a}/**/{b}.csv                 | q/r.csv                         | a=q/b=r
            x*y                               | xy                              | ""
            x*y                               | xayby                           | ""
            x*y                               | xa/y                            | -
            [a-z]+(x).csv                     | [a-z]+(x).csv                   | ""
            [a-z]+(x).csv                     | bx.csv                          | -
            """)
    void matches(String layout, String path, String partition) {
        Optional<PartitionKey> key = Layout.parse(layout.trim()).match(path.trim());

        assertEquals(partition.trim(), key.map(PartitionKey::toString).orElse("-"));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " | ", quoteCharacter = '"', textBlock = """
            ""                                | must be a path relative to the dataset
            /a                                | must be a path relative to the dataset
            a/                                | must be a path relative to the dataset
            a//b                              | empty, '.' or '..' segment
            ../a                              | empty, '.' or '..' segment
            a/./b                             | empty, '.' or '..' segment
            {date:/yyyy}                      | is not a time pattern
            {date:yyyy/}/x                    | is not a time pattern
            {date:yyyy/.}                     | empty, '.' or '..' segment
            {date:yyyy/../MM}                 | empty, '.' or '..' segment
            {date:yyyy//MM}                   | empty, '.' or '..' segment
            {date                             | '{' at character 1 has no '}'
            a}                                | '}' at character 2 has no '{'
            {}                                | '' is not a dimension name
            {Date}                            | 'Date' is not a dimension name
            {da-te}                           | 'da-te' is not a dimension name
            {a}/{a}                           | dimension 'a' is named twice
            {date:}                           | is not a time pattern
            {date:MM-dd}                      | is not a time pattern
            {date:yyyy-dd}                    | is not a time pattern
            {date:yyyy-MM-dd HH:mm}           | is not a time pattern
            {date:yyyyy}                      | is not a time pattern
            {date:yyyy*MM}                    | is not a time pattern
            {date:yyyy'x'}                    | is not a time pattern
            {date:YYYY}                       | is not a time pattern
            a**/b                             | '**' must be a whole segment
            a/**b                             | '**' must be a whole segment
            ***                               | '**' must be a whole segment
            100%                              | '%' or a control character
            """)
    void refuses(String layout, String why) {
        var refused = assertThrows(IllegalArgumentException.class, () -> Layout.parse(layout.trim()));

        assertTrue(refused.getMessage().contains(why.trim()), refused.getMessage());
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " | ", quoteCharacter = '"', textBlock = """
            {source}/{date:yyyy-MM-dd}/*.csv  | source=north/date=2026-01-05 | north/2026-01-05   | true
            {source}/{date:yyyy-MM-dd}/*.csv  | source=a%2A%3F/date=2026-01-05 | a*?/2026-01-05   | true
            {source}/{date:yyyy-MM-dd}/*.csv  | source=north                 | north              | true
            {source}/{date:yyyy-MM-dd}/*.csv  | source=north/date=2026-01    | north              | true
            {source}/{date:yyyy-MM-dd}/*.csv  | date=2026-01-05              | ""                 | true
            {date:yyyy-MM-dd}/{source}.csv    | date=2026-01-05              | 2026-01-05         | false
            {date:yyyy-MM-dd}.csv             | date=2026-01-05              | ""                 | false
            {date:yyyy/MM}.csv                | date=2026-01                 | 2026               | false
            {month:yyyy-MM}/x/**              | month=2026-01-05             | 2026-01/x          | true
            x/{a}*/b/c                        | a=1                          | x                  | false
            x/{a}/**/y/c                      | a=1                          | x/1                | true
            x*/{a}/c                          | a=1                          | ""                 | false
            a/b/c.csv                         | ""                           | a/b                | true
            **                                | ""                           | ""                 | true
            """)
    void knows_the_directory_of_a_partition(String layout, String partition, String directory, boolean own) {
        Layout parsed = Layout.parse(layout.trim());

        assertEquals(directory.trim(), parsed.directory(PartitionKey.parse(partition.trim())));
        assertEquals(own, parsed.hasOwnDirectory());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "date=2026-01-05",
                "source=a%2Fb/date=2026-01-05",
                "source=/date=2026-01-05",
                "source=x/date=2026-02-30",
                "source=x/date=2026-01",
                "source=x/date=garbage-in"
            })
    void does_not_format_a_key_that_does_not_fit(String partition) {
        Layout layout = Layout.parse("{source}/{date:yyyy-MM-dd}/*.csv");

        assertThrows(IllegalArgumentException.class, () -> layout.format(PartitionKey.parse(partition)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"source=..", "source=."})
    void does_not_format_a_value_that_leads_out(String partition) {
        Layout layout = Layout.parse("{source}/x.csv");

        assertThrows(IllegalArgumentException.class, () -> layout.format(PartitionKey.parse(partition)));
        assertThrows(IllegalArgumentException.class, () -> layout.directory(PartitionKey.parse(partition)));
    }

    @Test
    void a_pathological_layout_takes_no_longer_than_others() {
        Layout stars = Layout.parse("*a".repeat(100) + "b");
        Layout placeholders = Layout.parse("{a}a{b}a{c}a{d}a{e}a{f}a{g}a{h}a{i}a{j}ab");
        Layout segments = Layout.parse("**/a/".repeat(50) + "b");

        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            assertFalse(stars.match("a".repeat(4_000)).isPresent());
            assertFalse(placeholders.match("a".repeat(4_000)).isPresent());
            assertFalse(segments.match("a/".repeat(2_000) + "c").isPresent());
        });
    }

    @Test
    void is_equal_by_its_text() {
        assertEquals(Layout.parse("{a}/*"), Layout.parse("{a}/*"));
        assertEquals(Layout.parse("{a}/*").hashCode(), Layout.parse("{a}/*").hashCode());
        assertEquals(
                List.of(Dimension.string("a"), Dimension.time("t", Granularity.HOUR)),
                Layout.parse("{a}/{t:yyyyMMddHH}").dimensions());
    }

    @ParameterizedTest
    @CsvSource({"50%off, name=50%25off", "50%25off, name=50%2525off", "'a	b', name=a%09b", "Zürich, name=Z%C3%BCrich"})
    void a_value_is_what_the_file_is_called(String name, String key) {
        String path = RelativePath.ofBytes((name + ".csv").getBytes(StandardCharsets.UTF_8))
                .text();

        PartitionKey found = Layout.parse("{name}.csv").match(path).orElseThrow();

        assertEquals(key, found.toString());
        assertEquals(path, Layout.parse("{name}.csv").format(found));
    }

    @Test
    void what_is_no_text_is_a_value_as_it_is_written() {
        String path = RelativePath.ofBytes(new byte[] {'b', (byte) 0xff}).text();

        assertEquals(
                Optional.of("b%FF"),
                Layout.parse("{name}").match(path).orElseThrow().value("name"));
    }

    @Test
    void no_part_of_an_escape_is_taken_for_a_character() {
        assertEquals(Optional.empty(), Layout.parse("{name}5.csv").match("x%25.csv"));
        assertEquals(Optional.of(PartitionKey.NONE), Layout.parse("x?.csv").match("x%25.csv"));
    }
}
