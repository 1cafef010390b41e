import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { mostSocketClients } from '../adapters/node/descriptors.js';
import type { EndDocument } from '../protocol/documents.js';
import { bindSocket } from './bind-socket.js';
import { Connections } from './connections.js';
import type { EventStream } from './event-stream.js';
import { RequestRefused, refusalFor } from './refusal.js';
import { nothing, parseRequest, queryObject } from './requests.js';
import type { RouteContext } from './route.js';
import { lastingPaths, routes } from './routes.js';
import { TreeReadings } from './tree-views.js';

/** How long a client may take, in milliseconds, and how much it may send. */
export interface ServerLimits {
  /** Until the head of a request is there, counted from the connection on. */
  readonly headMs: number;
  /** Until a whole request is there. */
  readonly requestMs: number;
  /** Between two polls of who takes too long. */
  readonly pollMs: number;
  readonly connections: number;
}

function defaultLimits(): ServerLimits {
  return { headMs: 5000, requestMs: 10_000, pollMs: 1000, connections: mostSocketClients() };
}

const mostHeadBytes = 16 * 1024;

/** What a control server serves. */
export interface ControlServerOptions extends Omit<RouteContext, 'endFor' | 'run' | 'trees'> {
  /** Begins the end of the program; asked at most once. */
  readonly onDown: () => void;
  /** @default 5 s for the head, 10 s for all of a request */
  readonly limits?: Partial<ServerLimits>;
}

/** Lets other programs of this user see and steer a watchdog: HTTP with JSON over a Unix socket. */
export class ControlServer implements AsyncDisposable {
  readonly #context: RouteContext;
  readonly #limits: ServerLimits;
  readonly #connections: Connections;
  #server: Server;
  readonly #waitingForEnd = new Set<EventStream>();

  private constructor({ onDown, limits, ...context }: ControlServerOptions) {
    this.#limits = { ...defaultLimits(), ...limits };
    this.#connections = new Connections(this.#limits.connections);
    this.#context = {
      ...context,
      run: `${process.pid} ${context.clock.wallTime()}`,
      trees: new TreeReadings(context.watchdog, context.clock),
      endFor: (stream) => {
        this.#waitingForEnd.add(stream);
        if (this.#waitingForEnd.size === 1) onDown();
      },
    };
    this.#server = this.#create();
  }

  #create(): Server {
    const { headMs, requestMs, pollMs } = this.#limits;
    const server = createServer(
      { headersTimeout: headMs, requestTimeout: requestMs, connectionsCheckingInterval: pollMs, maxHeaderSize: mostHeadBytes },
      (request, response) => void this.#answer(request, response),
    );
    this.#connections.bound(server);
    return server;
  }

  /**
   * Opens the server on a socket.
   * @throws the system's error, or one that says who is in the way
   */
  static async listen(path: string, options: ControlServerOptions): Promise<ControlServer> {
    const control = new ControlServer(options);
    await bindSocket(control.#server, path);
    return control;
  }

  /**
   * Puts the socket back where it was removed, or elsewhere; who is connected stays so.
   * @throws the system's error, or one that says who is in the way
   */
  async listenAgain(path: string): Promise<void> {
    // Before the new one is there, since it removes the path that it was bound to.
    this.#server.close();
    this.#server = this.#create();
    await bindSocket(this.#server, path);
  }

  /** Removes the socket and reports the outcome to those who asked for the shutdown. For the last moment of a program. */
  end(report: EndDocument): void {
    this.#server.close();
    for (const stream of this.#waitingForEnd) {
      stream.send('report', report);
      stream.flush();
    }
  }

  /** Takes the socket away and drops everybody. */
  async [Symbol.asyncDispose](): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.on('error', () => {}); // A reader that went away; `close` follows.
    try {
      const answer = await this.#route(request, response);
      if (answer !== undefined) sendJson(response, 200, answer);
    } catch (error) {
      const { status, body } = refusalFor(error);
      // What is left of an oversized body is not read, so the connection cannot serve another request.
      if (!request.complete) response.shouldKeepAlive = false;
      if (response.headersSent) response.destroy();
      else sendJson(response, status, body);
    }
  }

  async #route(request: IncomingMessage, response: ServerResponse): Promise<object | undefined> {
    const url = urlOf(request);
    const methods = Object.hasOwn(routes, url.pathname) ? routes[url.pathname] : undefined;
    if (methods === undefined)
      throw new RequestRefused(404, `nothing is served at ${url.pathname}; there are ${Object.keys(routes).join(', ')}`);
    const method = request.method ?? '';
    const route = Object.hasOwn(methods, method) ? methods[method] : undefined;
    if (route === undefined)
      throw new RequestRefused(405, `${url.pathname} takes ${Object.keys(methods).join(', ')}, not ${method}`);
    // What is posted is all in the body.
    if (method === 'POST') parseRequest(nothing, queryObject(url.searchParams));
    if (lastingPaths.has(url.pathname)) this.#connections.keepFor(response);
    return route(this.#context, { request, response, query: url.searchParams });
  }
}

function urlOf(request: IncomingMessage): URL {
  try {
    return new URL(request.url ?? '', 'http://watchdog');
  } catch {
    throw new RequestRefused(400, 'the path cannot be read');
  }
}

function sendJson(response: ServerResponse, status: number, answer: object): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(`${JSON.stringify(answer)}\n`);
}
