export async function checkSelection(_signal: AbortSignal): Promise<void> {}
