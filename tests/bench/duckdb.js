/*
 * The yardstick of queries: DuckDB, in memory, two threads.  Loads its table
 * from the same .json.gz files, then asks each question three times.
 *
 *	node duckdb.js MODULES DIR QUESTIONS
 *
 * MODULES is the folder that @duckdb/node-api was installed into.  Prints
 * measurements, one a line, in seconds.
 */
'use strict';
const fs = require('fs');
const path = require('path');
const { createRequire } = require('module');

const [modules, dir, questions] = process.argv.slice(2);
const from_there = createRequire(path.resolve(modules) + '/');
const { DuckDBInstance } = from_there('@duckdb/node-api');

/*
 * Of three ways to take the records apart this is the fastest that keeps
 * their text: the list as JSON, each record read once by from_json.
 */
const columns = JSON.stringify({
	eventTime: 'TIMESTAMP', eventName: 'VARCHAR', eventSource: 'VARCHAR',
	userIdentity: { arn: 'VARCHAR' }, errorCode: 'VARCHAR',
	sourceIPAddress: 'VARCHAR', eventID: 'VARCHAR',
});
const load = `
	create table events as
	select epoch(r.eventTime)::bigint as eventTime, r.eventName,
	    r.eventSource, r.userIdentity.arn as arn, r.errorCode,
	    r.sourceIPAddress, r.eventID, raw
	from (select raw, from_json(raw, '${columns}') as r
	    from (select unnest(Records) as raw
	        from read_json('${dir}/**/*.json.gz',
	            format = 'newline_delimited', columns = {Records: 'JSON[]'},
	            maximum_object_size = 67108864)))`;

async function
seconds(connection, sql)
{
	const start = process.hrtime.bigint();

	await connection.run(sql);
	return Number(process.hrtime.bigint() - start) / 1e9;
}

async function
main()
{
	const instance = await DuckDBInstance.create(':memory:',
	    { threads: '2' });
	const connection = await instance.connect();

	console.log('load', await seconds(connection, load));
	for (const line of fs.readFileSync(questions, 'utf8').split('\n')) {
		const [, name, sql] = line.match(/^(\S+) sql (.*)/) ?? [];

		if (!name)
			continue;
		console.log(name + '.first', await seconds(connection, sql));
		for (let i = 0; i < 2; i++)
			console.log(name, await seconds(connection, sql));
		console.log(name + '.rows',
		    (await connection.runAndReadAll(sql)).currentRowCount);
	}
}

main().catch((why) => {
	console.error('duckdb.js:', why.message);
	process.exit(1);
});
