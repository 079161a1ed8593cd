package io.freshet.language.read;

import io.freshet.contracts.spec.AlertSpec;
import io.freshet.language.grammar.Key;
import io.freshet.language.grammar.MappingReader;
import io.freshet.language.grammar.SpecErrors;
import io.freshet.language.yaml.YamlNode;
import java.util.List;
import java.util.Optional;

/** Reads alerts. One of which it is not clear where it goes is left out. */
final class AlertReader {
    private static final List<Key<?>> CHANNELS =
            List.of(AlertKeys.WEBHOOK, AlertKeys.SLACK, AlertKeys.PAGERDUTY, AlertKeys.EMAIL);

    private final SpecErrors errors;

    AlertReader(SpecErrors errors) {
        this.errors = errors;
    }

    Optional<AlertSpec> read(YamlNode node) {
        MappingReader fields = new MappingReader(node, AlertKeys.ALERT, errors);
        if (!fields.isMapping()) {
            return Optional.empty();
        }
        Optional<List<AlertSpec.Condition>> on = fields.require(AlertKeys.ON);
        AlertSpec.Times times = new AlertSpec.Times(
                fields.get(AlertKeys.WAIT), fields.orNull(AlertKeys.REPEAT), fields.get(AlertKeys.STUCK_AFTER));
        Optional<AlertSpec.QuietHours> quiet =
                fields.read(AlertKeys.QUIET_HOURS).flatMap(this::quietHours);
        Optional<AlertSpec.Channel> channel = fields.hasOneOf(CHANNELS) ? channel(fields) : Optional.empty();
        String name = fields.get(AlertKeys.NAME_OF_ALERT);
        AlertSpec.Grouping grouping = fields.get(AlertKeys.GROUP_BY);
        return channel.flatMap(known -> on.map(conditions -> new AlertSpec(
                name, conditions.stream().distinct().sorted().toList(), known, grouping, times, quiet.orElse(null))));
    }

    private Optional<AlertSpec.Channel> channel(MappingReader fields) {
        return fields.read(AlertKeys.WEBHOOK)
                .flatMap(this::secret)
                .<AlertSpec.Channel>map(AlertSpec.Webhook::new)
                .or(() -> fields.read(AlertKeys.SLACK).flatMap(this::secret).map(AlertSpec.Slack::new))
                .or(() -> fields.read(AlertKeys.PAGERDUTY).flatMap(this::pagerDuty))
                .or(() -> fields.read(AlertKeys.EMAIL)
                        .flatMap(node -> new MappingReader(node, AlertKeys.OF_EMAIL, errors).require(AlertKeys.TO))
                        .map(AlertSpec.Email::new));
    }

    private Optional<String> secret(YamlNode node) {
        return new MappingReader(node, AlertKeys.OF_CHANNEL, errors).require(AlertKeys.SECRET);
    }

    private Optional<AlertSpec.Channel> pagerDuty(YamlNode node) {
        MappingReader fields = new MappingReader(node, AlertKeys.OF_PAGERDUTY, errors);
        AlertSpec.PagerDuty.Severity severity = fields.get(AlertKeys.SEVERITY);
        return fields.require(AlertKeys.ROUTING_SECRET).map(secret -> new AlertSpec.PagerDuty(secret, severity));
    }

    private Optional<AlertSpec.QuietHours> quietHours(YamlNode node) {
        MappingReader fields = new MappingReader(node, AlertKeys.OF_QUIET_HOURS, errors);
        return fields.require(AlertKeys.FROM)
                .flatMap(from -> fields.require(AlertKeys.UNTIL)
                        .map(to -> new AlertSpec.QuietHours(from, to, fields.get(AlertKeys.QUIET_ZONE))));
    }
}
