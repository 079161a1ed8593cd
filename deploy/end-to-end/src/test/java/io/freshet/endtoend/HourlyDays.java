package io.freshet.endtoend;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What {@link CalendarWindows} expects: some days with the end of the day before and the first hour of the day after, a number for
 * each hour, and by plain calendar arithmetic what each task reads of them and adds up.
 */
final class HourlyDays {
    /** Of the tasks' outputs. */
    static final List<String> DATASETS =
            List.of("recents", "earliers", "sums", "days", "two-days", "days-before", "day-sums");

    private static final DateTimeFormatter FILE = DateTimeFormatter.ofPattern("uuuu-MM-dd/HH'.txt'");

    private final NavigableMap<LocalDateTime, Integer> numbers = new TreeMap<>();

    HourlyDays(int hours, LocalDate... days) {
        for (LocalDate day : days) {
            for (int hour = -2; hour < hours; hour++) {
                add(day.atStartOfDay().plusHours(hour));
            }
            add(day.plusDays(1).atStartOfDay());
        }
    }

    private void add(LocalDateTime hour) {
        numbers.put(hour, hour.getMonthValue() * 10_000 + hour.getDayOfMonth() * 100 + hour.getHour() + 1);
    }

    /** By hour; to be changed where a file is. */
    NavigableMap<LocalDateTime, Integer> numbers() {
        return numbers;
    }

    Set<LocalDate> days() {
        Set<LocalDate> days = new TreeSet<>();
        numbers.keySet().forEach(hour -> days.add(hour.toLocalDate()));
        return days;
    }

    /** How many hours there are from this one on without a gap, which is how far a chain reaches. */
    int from(LocalDateTime hour) {
        int count = 0;
        while (numbers.containsKey(hour.plusHours(count))) {
            count++;
        }
        return count;
    }

    static String file(LocalDateTime hour) {
        return FILE.format(hour);
    }

    /** The content of every file of every output. */
    Map<String, String> expected() {
        Map<String, String> expected = new TreeMap<>();
        Map<LocalDateTime, Integer> sums = new TreeMap<>();
        numbers.forEach((hour, number) -> {
            LocalDateTime before = hour.minusHours(1);
            expected.put("recents/" + file(hour), text(events(hour.minusHours(2), hour.plusHours(1), "EVENTS")));
            expected.put(
                    "earliers/" + file(hour),
                    text(join(events(hour, hour.plusHours(1), "EVENTS"), events(before, hour, "BEFORE"))));
            List<Read> chain = new ArrayList<>(events(hour, hour.plusHours(1), "EVENTS"));
            if (sums.containsKey(before)) {
                chain.add(new Read("BEFORE/" + file(before), sums.get(before)));
            }
            sums.put(hour, sum(chain));
            expected.put("sums/" + file(hour), text(chain));
        });
        Map<LocalDate, Integer> daySums = new TreeMap<>();
        days().forEach(day -> expectDay(day, daySums, expected));
        return expected;
    }

    private void expectDay(LocalDate day, Map<LocalDate, Integer> sums, Map<String, String> expected) {
        LocalDate before = day.minusDays(1);
        List<Read> own = hours(day, "EVENTS");
        expected.put("days/%s.txt".formatted(day), text(own));
        expected.put("two-days/%s.txt".formatted(day), text(join(hours(before, "EVENTS"), own)));
        Read total = new Read("DAYS/%s.txt".formatted(day), sum(own));
        expected.put("days-before/%s.txt".formatted(day), text(join(List.of(total), hours(before, "BEFORE"))));
        List<Read> chain = new ArrayList<>(List.of(total));
        if (sums.containsKey(before)) {
            chain.add(new Read("BEFORE/%s.txt".formatted(before), sums.get(before)));
        }
        sums.put(day, sum(chain));
        expected.put("day-sums/%s.txt".formatted(day), text(chain));
    }

    /** A file that is read, and the number it begins with. */
    private record Read(String name, int number) {}

    private List<Read> hours(LocalDate day, String input) {
        return events(day.atStartOfDay(), day.plusDays(1).atStartOfDay(), input);
    }

    private List<Read> events(LocalDateTime from, LocalDateTime to, String input) {
        return numbers.subMap(from, true, to, false).entrySet().stream()
                .map(hour -> new Read(input + "/" + file(hour.getKey()), hour.getValue()))
                .toList();
    }

    private static List<Read> join(List<Read> first, List<Read> then) {
        return Stream.concat(first.stream(), then.stream()).toList();
    }

    private static int sum(List<Read> files) {
        return files.stream().mapToInt(Read::number).sum();
    }

    /** As the script writes it. */
    private static String text(List<Read> files) {
        StringBuilder text = new StringBuilder().append(sum(files)).append('\n');
        files.forEach(file -> text.append(file.name()).append('\n'));
        return text.toString();
    }
}
