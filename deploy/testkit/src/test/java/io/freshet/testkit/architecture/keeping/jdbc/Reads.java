package io.freshet.testkit.architecture.keeping.jdbc;

import java.sql.Connection;

record Reads(Connection connection) {}
