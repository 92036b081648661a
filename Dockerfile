# One image for every role; docker-compose.yml tells which one a container is.
FROM node:24-slim
ENV NODE_ENV=production HOST=0.0.0.0 NPM_CONFIG_UPDATE_NOTIFIER=false
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev && npm cache clean --force
COPY schema schema
COPY ops ops
COPY subgraphs subgraphs
COPY gateway gateway
USER node
CMD ["npm", "run", "start:gateway"]
