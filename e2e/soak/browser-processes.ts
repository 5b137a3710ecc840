import { readdirSync, readFileSync } from 'node:fs';

/** One process, as Linux tells of it. Source: proc(5). */
interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly commandLine: string;
  /** Clock ticks of the processor so far, of which there are a hundred a second. */
  readonly ticks: number;
}

const MS_A_TICK = 10;

/** The processes of the browser with this profile. */
export function browserProcesses(profileFolder: string): readonly Process[] {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const processes = all.flatMap((pid) => processOf(Number(pid)) ?? []);
  const isOurs = ({ pid, commandLine }: Process): boolean =>
    commandLine.includes(profileFolder) ||
    processes.some((each) => each.pid === parentOf(pid) && isOurs(each));
  const parentOf = (pid: number) => processes.find((each) => each.pid === pid)?.parent;
  return processes.filter(isOurs);
}

/** How long the extension's own process has kept a processor busy, in ms. */
export function extensionBusyMs(profileFolder: string): number {
  const own = browserProcesses(profileFolder).filter(({ commandLine }) =>
    commandLine.includes('--extension-process'),
  );
  return own.reduce((sum, { ticks }) => sum + ticks * MS_A_TICK, 0);
}

function processOf(pid: number): Process | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name, in brackets, may hold spaces.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const commandLine = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    return { pid, commandLine, parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) };
  } catch {
    return null; // It has ended meanwhile.
  }
}
