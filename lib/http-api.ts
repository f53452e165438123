/**
 * The way in: one route a row of routes.ts, everything else to describe-api, which answers 404, 405 and HEAD. No
 * gateway authorizer (acknowledgements.ts says why) and no CORS: pages come from the same origin.
 */
import { CfnOutput, RemovalPolicy } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  type CfnStage,
  DomainName,
  HttpApi,
  HttpMethod,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  LogGroupLogDestination,
  SecurityPolicy,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { routeKeyOf } from '../lambdas/route-key.ts';
import { FUNCTIONS, type FunctionName, ROUTES, type Route } from '../lambdas/routes.ts';
import { acknowledge } from './acknowledgements.ts';
import { nameOf } from './names.ts';
import type { Throttle } from './settings.ts';

/** The function that answers what is no route. */
const FALLBACK: FunctionName = 'describe-api';

/**
 * What is logged of a call. The route's key, never its path: the path of a mail link is a ticket. No address either:
 * who called stands in the events, where it is somebody's.
 */
const ACCESS_LOG = Object.freeze({
  time: '$context.requestTimeEpoch',
  requestId: '$context.requestId',
  routeKey: '$context.routeKey',
  status: '$context.status',
  responseLength: '$context.responseLength',
  latencyMs: '$context.responseLatency',
  functionMs: '$context.integrationLatency',
  functionStatus: '$context.integrationStatus',
});

export interface BrokerApiProps {
  readonly environment: string;
  /** The address of your own; its DNS record is yours. Absent: the one that API Gateway gives. */
  readonly domain?: { readonly name: string; readonly certificateArn: string } | undefined;
}

/** The API with nothing behind it: functions are told its address before it is told of them. */
export class BrokerApi extends Construct {
  readonly api: HttpApi;
  readonly baseUrl: string;
  readonly #domain: DomainName | undefined;
  readonly #environment: string;

  constructor(scope: Construct, id: string, { environment, domain }: BrokerApiProps) {
    super(scope, id);
    this.#environment = environment;
    this.#domain = domain && this.#domainName(domain);
    this.api = new HttpApi(this, 'api', {
      apiName: nameOf(environment, 'api'),
      createDefaultStage: false,
      disableExecuteApiEndpoint: domain !== undefined,
    });
    this.baseUrl = domain ? `https://${domain.name}` : this.api.apiEndpoint;
    new CfnOutput(this, 'BaseUrl', { value: this.baseUrl, description: 'Where the broker is reached' });
  }

  /** Puts the functions behind their routes. */
  serve(functions: Readonly<Record<FunctionName, IFunction>>, throttle: ServeThrottle, retention: RetentionDays): void {
    const integrations = new Map<FunctionName, HttpLambdaIntegration>();
    const integrationOf = (name: FunctionName) => {
      const integration = integrations.get(name) ?? new HttpLambdaIntegration(name, functions[name]);
      integrations.set(name, integration);
      return integration;
    };
    const routes = ROUTES.map((route) => this.#route(route.verb, keyOf(route), integrationOf(route.function)));
    routes.push(this.#route('default', HttpRouteKey.DEFAULT, integrationOf(FALLBACK)));
    this.#stage(routes, throttle, retention);
  }

  #route(id: string, routeKey: HttpRouteKey, integration: HttpLambdaIntegration): HttpRoute {
    const route = new HttpRoute(this, id, { httpApi: this.api, routeKey, integration });
    acknowledge(route, 'AwsSolutions::AwsSolutions-APIG4');
    return route;
  }

  #stage(routes: readonly HttpRoute[], { all, codes }: ServeThrottle, retention: RetentionDays): void {
    const logGroup = new LogGroup(this, 'access-log', {
      // API Gateway writes there by a policy of limited size; this prefix is in it once and for all.
      logGroupName: `/aws/vendedlogs/wardkey/${this.#environment}/access`,
      retention,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const stage = new HttpStage(this, 'stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: all.rate, burstLimit: all.burst },
      accessLogSettings: {
        destination: new LogGroupLogDestination(logGroup),
        format: AccessLogFormat.custom(JSON.stringify(ACCESS_LOG)),
      },
      ...(this.#domain && { domainMapping: { domainName: this.#domain } }),
    });
    const limits = { ThrottlingRateLimit: codes.rate, ThrottlingBurstLimit: codes.burst };
    const settings = ROUTES.filter(takesCode).map((route) => [routeKeyOf(route), limits]);
    (stage.node.defaultChild as CfnStage).addPropertyOverride('RouteSettings', Object.fromEntries(settings));
    // A limit for a route that is not there yet fails the deployment.
    stage.node.addDependency(...routes);
  }

  #domainName({ name, certificateArn }: { readonly name: string; readonly certificateArn: string }): DomainName {
    const domain = new DomainName(this, 'domain', {
      domainName: name,
      certificate: Certificate.fromCertificateArn(this, 'certificate', certificateArn),
      securityPolicy: SecurityPolicy.TLS_1_2,
    });
    const value = `${name} CNAME ${domain.regionalDomainName}`;
    new CfnOutput(this, 'DomainRecord', { value, description: 'DNS record' });
    return domain;
  }
}

/**
 * Limits of a route, for all its callers together: API Gateway knows no others here. They bound cost and how fast codes
 * can be guessed over all people; what one person's codes bear is counted in the table. Accepted risk: whoever sends more
 * than this to a route keeps others from it.
 */
export interface ServeThrottle {
  readonly all: Throttle;
  /** Of routes that take a one-time code. */
  readonly codes: Throttle;
}

function keyOf({ path, method }: Route): HttpRouteKey {
  return HttpRouteKey.with(path, HttpMethod[method]);
}

/** What is sent to a function that opens seeds. */
function takesCode(route: Route): boolean {
  const names: readonly string[] = FUNCTIONS[route.function].environment;
  return route.method === 'POST' && names.includes('CREDENTIAL_KEY_ARN');
}
