import type { Asked } from './duties.ts';
import type { GraphqlAnswer } from './platform.ts';

/** A gateway by its address, asked as a dashboard asks it; by the operator, where his token is given. */
export function askingAt(url: string, token?: string): Asked {
  const shown = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const graphql = async <Data extends object>(
    query: string,
    variables: object = {},
    headers: Readonly<Record<string, string>> = {},
  ): Promise<GraphqlAnswer<Data>> => {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...shown, ...headers },
      body: JSON.stringify({ query, variables }),
    });
    return (await response.json()) as GraphqlAnswer<Data>;
  };
  return {
    graphql,
    query: async <Data extends object>(
      query: string,
      variables: object = {},
      headers: Readonly<Record<string, string>> = {},
    ): Promise<Data> => {
      const { data, errors } = await graphql<Data>(query, variables, headers);
      if (errors || !data) throw new Error(JSON.stringify(errors, null, 2));
      return data;
    },
  };
}
