package io.freshet.testkit.architecture.violating.adapter;

import java.sql.Connection;

record ImportsJdbc(Connection connection) {}
