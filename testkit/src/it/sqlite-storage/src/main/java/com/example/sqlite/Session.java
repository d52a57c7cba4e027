package com.example.sqlite;

import java.util.function.Function;

/** Access of a repository to the data: in the transaction of a unit of work, or in one of its own for each call. */
interface Session {

    <T> T read(Function<Sql, T> work);

    <T> T write(Function<Sql, T> work);
}
