package io.freshet.audit;

import io.freshet.testkit.architecture.HouseRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    @Test
    void keeps_the_house_rules() {
        HouseRules.check("io.freshet.audit");
    }
}
