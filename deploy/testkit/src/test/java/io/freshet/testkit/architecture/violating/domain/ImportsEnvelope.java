package io.freshet.testkit.architecture.violating.domain;

import io.freshet.contracts.json.EventJson;

class ImportsEnvelope {
    String text(Object value) {
        return EventJson.mapper().valueToTree(value).toString();
    }
}
