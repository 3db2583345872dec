/** The model inside the package: its folder under `public/models/`, which is `/models/` in the extension. */
export const BUNDLED_MODEL = 'telltale-en';
