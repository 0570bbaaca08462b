// node validate.cjs SCHEMAS PACKAGES: reads lines of {"schema": "service", "from": "/hsds/…", "body": …} and says what is not as its schema says.
const fs = require('fs');
const path = require('path');

const [schemas, packages] = process.argv.slice(2);
const load = name => require(require.resolve(name, { paths: [packages] }));
const Ajv = load('ajv/dist/2020');
const ajv = new Ajv({ strict: false, allErrors: true, logger: false });
load('ajv-formats')(ajv);
for (const file of fs.readdirSync(schemas))
  ajv.addSchema(JSON.parse(fs.readFileSync(path.join(schemas, file), 'utf8')), file);

for (const line of fs.readFileSync(0, 'utf8').split('\n').filter(line => line)) {
  const { schema, from, body } = JSON.parse(line);
  const judge = ajv.getSchema(`${schema}.json`);
  if (!judge)
    throw new Error(`There is no schema ${schema}.`);
  if (!judge(body))
    for (const wrong of judge.errors.slice(0, 5))
      console.log(`${from} ${wrong.instancePath} ${wrong.message}`);
}
