// The package types its data in another folder, where TypeScript does not look.
declare module 'tldts/dist/es6/src/data/trie.js' {
  export * from 'tldts/dist/types/src/data/trie.js';
}
