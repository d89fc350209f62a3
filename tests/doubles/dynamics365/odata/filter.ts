/** `$filter`: eq ne ge gt le lt, and or not, parentheses, startswith; anything else is refused. */
import type { Column, Row, Table, Value } from '../schema.ts';
import { badRequest } from './errors.ts';

export type Predicate = (row: Row) => boolean;
type Literal = { type: 'null' | 'boolean' | 'number' | 'string' | 'guid' | 'datetime'; value: Value };

const guidPattern = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const datetimePattern = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2}))?$/;
const comparisons = ['eq', 'ne', 'ge', 'gt', 'le', 'lt'] as const;
type Comparison = (typeof comparisons)[number];

/** @throws DataverseError 400 for what the double does not know, as Dataverse does for nonsense */
export function parseFilter(source: string, table: Table): Predicate {
  const tokens = tokensOf(source);
  let at = 0;
  const peek = () => tokens[at];
  const take = () => tokens[at++];
  const wrong = () => badRequest(`Syntax error at position ${at} in '${source}'.`);
  function expect(token: string): void {
    if (take() !== token) throw wrong();
  }

  function either(): Predicate {
    let left = both();
    while (peek() === 'or') {
      take();
      const [first, second] = [left, both()];
      left = (row) => first(row) || second(row);
    }
    return left;
  }
  function both(): Predicate {
    let left = one();
    while (peek() === 'and') {
      take();
      const [first, second] = [left, one()];
      left = (row) => first(row) && second(row);
    }
    return left;
  }
  function one(): Predicate {
    const token = take();
    if (token === undefined) throw wrong();
    if (token === 'not') {
      const inner = one();
      return (row) => !inner(row);
    }
    if (token === '(') {
      const inner = either();
      expect(')');
      return inner;
    }
    if (token === 'startswith') return startsWith();
    const operator = take();
    const right = take();
    if (!isComparison(operator) || right === undefined) throw wrong();
    return compare(token, columnOf(table, token), operator, literalOf(right));
  }
  function startsWith(): Predicate {
    expect('(');
    const name = take() ?? '';
    expect(',');
    const prefix = literalOf(take() ?? '');
    expect(')');
    if (columnOf(table, name).type !== 'string' || prefix.type !== 'string')
      throw badRequest('startswith is about a string column and a string.');
    const start = String(prefix.value).toLowerCase();
    return (row) =>
      String(row[name] ?? '')
        .toLowerCase()
        .startsWith(start);
  }

  const whole = either();
  if (at < tokens.length) throw wrong();
  return whole;
}

function tokensOf(source: string): string[] {
  const pattern = /\s*(?:([(),])|('(?:[^']|'')*')|([^\s(),']+))/y;
  const tokens: string[] = [];
  while (pattern.lastIndex < source.trimEnd().length) {
    const start = pattern.lastIndex;
    const match = pattern.exec(source);
    if (!match) throw badRequest(`Syntax error at position ${start} in '${source}'.`);
    tokens.push(match[1] ?? match[2] ?? match[3] ?? '');
  }
  return tokens;
}

export function columnOf(table: Table, name: string): Column {
  const column = table.columns[name];
  if (!column) throw noSuchProperty(table, name);
  return column;
}
export function noSuchProperty(table: Table, name: string) {
  return badRequest(`Could not find a property named '${name}' on type 'Microsoft.Dynamics.CRM.${table.name}'.`);
}

function isComparison(token: string | undefined): token is Comparison {
  return comparisons.some((each) => each === token);
}

function literalOf(token: string): Literal {
  if (token === 'null') return { type: 'null', value: null };
  if (token === 'true' || token === 'false') return { type: 'boolean', value: token === 'true' };
  if (token.startsWith("'")) return { type: 'string', value: token.slice(1, -1).replaceAll("''", "'") };
  if (guidPattern.test(token)) return { type: 'guid', value: token.toLowerCase() };
  if (datetimePattern.test(token)) return { type: 'datetime', value: Date.parse(token) };
  if (/^-?\d+(?:\.\d+)?$/.test(token)) return { type: 'number', value: Number(token) };
  throw badRequest(`'${token}' is not a literal.`);
}

const fits: Readonly<Record<Column['type'], Literal['type']>> = {
  guid: 'guid',
  lookup: 'guid',
  string: 'string',
  int: 'number',
  choice: 'number',
  choices: 'string',
  boolean: 'boolean',
  datetime: 'datetime',
};

function compare(name: string, column: Column, operator: Comparison, literal: Literal): Predicate {
  if (literal.type !== 'null' && literal.type !== fits[column.type])
    throw badRequest(`A binary operator with incompatible types was detected: '${name}' and a ${literal.type}.`);
  const isOrder = operator !== 'eq' && operator !== 'ne';
  if (literal.type === 'null' && isOrder) throw badRequest(`'${operator} null' says nothing.`);
  const wanted = comparable(literal.value, 'string');
  return (row) => {
    const own = comparable(row[name] ?? null, column.type);
    if (operator === 'eq') return own === wanted;
    if (operator === 'ne') return own !== wanted;
    if (own === null || wanted === null) return false;
    if (operator === 'ge') return own >= wanted;
    if (operator === 'gt') return own > wanted;
    return operator === 'le' ? own <= wanted : own < wanted;
  };
}

/** Text without case, as the database compares it; moments as numbers. */
function comparable(value: Value, type: Column['type']): Value {
  if (typeof value !== 'string') return value;
  return type === 'datetime' ? Date.parse(value) : value.toLowerCase();
}
